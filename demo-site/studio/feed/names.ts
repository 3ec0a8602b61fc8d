// Names that the marketer gave to segments and campaigns, from the campaign documents of the keys seen.
import { useEffect, useState } from 'preact/hooks';

export type Names = ReadonlyMap<string, string>;
interface Named { id?: unknown; name?: unknown }

/** `segment:<id>` and `campaign:<id>` to name. An id without a name shows itself. */
export function useNames(writeKeys: string[]): Names {
  const [names, setNames] = useState<Names>(new Map());
  const wanted = [...new Set(writeKeys)].sort().join('\n');
  useEffect(() => {
    if (wanted === '') return;
    void Promise.all(wanted.split('\n').map(namesOf)).then((lists) => setNames(new Map(lists.flat())));
  }, [wanted]);
  return names;
}

export const segmentName = (names: Names, id: string): string => names.get(`segment:${id}`) ?? id;
export const campaignName = (names: Names, id: string): string => names.get(`campaign:${id}`) ?? id;

async function namesOf(writeKey: string): Promise<[string, string][]> {
  try {
    const response = await fetch(`/v1/document/${encodeURIComponent(writeKey)}`);
    const { segments, campaigns } = await response.json() as { segments?: Named[]; campaigns?: Named[] };
    return [...entries('segment', segments), ...entries('campaign', campaigns)];
  } catch {
    return [];
  }
}

function entries(kind: string, items: Named[] = []): [string, string][] {
  return items.flatMap(({ id, name }) => (typeof id === 'string' && typeof name === 'string' ? [[`${kind}:${id}`, name] as [string, string]] : []));
}
