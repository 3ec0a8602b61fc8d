// Names that the marketer gave to segments and campaigns, from the campaign documents of the keys seen.
import { useEffect, useState } from 'preact/hooks';

export type Names = ReadonlyMap<string, string>;
interface Named { id?: unknown; name?: unknown }

/** `segment:<id>`, `campaign:<id>` and `stage:<id>` to name. An id without a name shows itself. */
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
/** Of the document; none when it leaves them to the core. */
export const stageIds = (names: Names): string[] => [...names.keys()].flatMap((key) => (key.startsWith('stage:') ? [key.slice(6)] : []));
export const campaignName = (names: Names, id: string): string => names.get(`campaign:${id}`) ?? id;

async function namesOf(writeKey: string): Promise<[string, string][]> {
  try {
    const response = await fetch(`/v1/document/${encodeURIComponent(writeKey)}`);
    const { segments, campaigns, stages } = await response.json() as { segments?: Named[]; campaigns?: Named[]; stages?: Named[] };
    // Stages are listed whether they are named or not: their order is what matters.
    return [...entries('segment', segments), ...entries('campaign', campaigns), ...entries('stage', stages?.map(({ id, name }) => ({ id, name: name ?? id })))];
  } catch {
    return [];
  }
}

function entries(kind: string, items: Named[] = []): [string, string][] {
  return items.flatMap(({ id, name }) => (typeof id === 'string' && typeof name === 'string' ? [[`${kind}:${id}`, name] as [string, string]] : []));
}
