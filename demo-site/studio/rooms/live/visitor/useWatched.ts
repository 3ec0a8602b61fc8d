import { useState } from 'preact/hooks';

const parameter = 'visitor';

/** The visitor that is looked at, kept in the address: it can be sent to a colleague and outlives a reload. */
export function useWatched(): [string | null, (visitor: string | null) => void] {
  const [watched, setWatched] = useState(() => new URLSearchParams(location.search).get(parameter));
  function watch(visitor: string | null): void {
    const url = new URL(location.href);
    if (visitor === null) url.searchParams.delete(parameter);
    else url.searchParams.set(parameter, visitor);
    history.replaceState(null, '', url);
    setWatched(visitor);
  }
  return [watched, watch];
}
