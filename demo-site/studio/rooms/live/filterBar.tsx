import { groups, isFiltering, noFilters } from '../../feed/filters.ts';
import type { Filters, Visitor } from '../../feed/filters.ts';
import { useText } from '../../text/language.ts';
import { shortId } from './format.ts';

interface Props { filters: Filters; visitors: Visitor[]; onChange(filters: Filters): void }

export function FilterBar({ filters, visitors, onChange }: Props) {
  const text = useText();
  return (
    <form class="filters" role="search" aria-label={text.filters.label} onSubmit={(event) => event.preventDefault()}>
      <label class="field isSearch">
        <span class="hidden">{text.filters.text}</span>
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5L14 14" /></svg>
        <input type="search" value={filters.text} placeholder={text.filters.textHint} onInput={(event) => onChange({ ...filters, text: event.currentTarget.value })} />
      </label>
      <label class="field">
        <span class="hidden">{text.filters.visitor}</span>
        <select value={filters.visitor} onChange={(event) => onChange({ ...filters, visitor: event.currentTarget.value })}>
          <option value="">{text.filters.anyVisitor}</option>
          {withChosen(visitors, filters.visitor).map(({ id, userId }) => <option key={id} value={id}>{userId ? `${userId} · ${shortId(id)}` : shortId(id)}</option>)}
        </select>
      </label>
      <fieldset class="groups">
        <legend class="hidden">{text.filters.type}</legend>
        {groups.map((group) => (
          <label key={group} class="group">
            <input type="radio" name="group" value={group} checked={filters.group === group} onChange={() => onChange({ ...filters, group })} />
            <span>{text.groups[group]}</span>
          </label>
        ))}
      </fieldset>
      {isFiltering(filters) && <button type="button" class="button isQuiet" onClick={() => onChange(noFilters)}>{text.filters.clear}</button>}
    </form>
  );
}

/** The chosen visitor stays in the list even when their events have left the page. */
function withChosen(visitors: Visitor[], chosen: string): Visitor[] {
  return chosen === '' || visitors.some(({ id }) => id === chosen) ? visitors : [{ id: chosen, userId: null }, ...visitors];
}
