import type { PageData } from '../page_data.ts';

export const all = <E extends Element = HTMLElement>(selector: string, root: ParentNode = document): E[] => [
  ...root.querySelectorAll<E>(selector),
];
export const one = <E extends Element = HTMLElement>(selector: string, root: ParentNode = document): E | null =>
  root.querySelector<E>(selector);

export function setText(selector: string, text: string, root: ParentNode = document): void {
  for (const element of all(selector, root)) element.textContent = text;
}

export const pageData = JSON.parse(document.getElementById('page-data')?.textContent ?? '{}') as PageData;

/** The listener on the document serves elements that come and go. */
export function onSubmit(selector: string, listener: (form: HTMLFormElement, event: SubmitEvent) => void): void {
  document.addEventListener('submit', (event) => {
    if (event.target instanceof HTMLFormElement && event.target.matches(selector)) listener(event.target, event);
  });
}
