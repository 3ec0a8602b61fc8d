import { useText } from '../../text/language.ts';

const openLevels = 3;

/** JSON as nested disclosures: text nodes only, whatever the event holds. */
export function JsonTree({ value }: { value: unknown }) {
  return <div class="json" tabIndex={0}><Entries value={value} level={0} /></div>;
}

function Entries({ value, level }: { value: unknown; level: number }) {
  if (typeof value !== 'object' || value === null) return <Scalar value={value} />;
  return <ul>{Object.entries(value).map(([key, item]) => <li key={key}><Entry name={key} value={item} level={level} /></li>)}</ul>;
}

function Entry({ name, value, level }: { name: string; value: unknown; level: number }) {
  const { details: text } = useText();
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return <div class="entry"><span class="key">{name}</span> <Scalar value={value} /></div>;
  const size = Object.keys(value).length;
  return (
    <details open={level < openLevels}>
      <summary><span class="key">{name}</span> <span class="size">{Array.isArray(value) ? text.items(size) : text.fields(size)}</span></summary>
      <Entries value={value} level={level + 1} />
    </details>
  );
}

function Scalar({ value }: { value: unknown }) {
  return <span class={`value is-${value === null ? 'null' : typeof value}`}>{JSON.stringify(value)}</span>;
}
