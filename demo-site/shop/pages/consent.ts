import { html, type Html } from '../html.ts';
import type { Visit } from '../visit.ts';

export const PURPOSES = ['functional', 'analytics', 'personalization', 'marketing'] as const;

/** A manual popover: above everything, not modal, outside the flow of the page. The script opens it. */
export function consentBar({ messages: { consent } }: Visit): Html {
  return html`<section
    class="consent"
    id="consent"
    popover="manual"
    role="region"
    aria-labelledby="consent-title"
    tabindex="-1"
  >
    <h2 id="consent-title">${consent.title}</h2>
    <p>${consent.text}</p>
    <form data-consent-form>
      <fieldset hidden data-consent-purposes>
        <legend class="visually-hidden">${consent.choose}</legend>
        ${PURPOSES.map(
          (id) =>
            html`<label class="purpose"
              ><input type="checkbox" name="${id}" /><span
                ><strong>${consent.purposes[id][0]}</strong> ${consent.purposes[id][1]}</span
              ></label
            >`,
        )}
      </fieldset>
      <div class="consent-actions">
        <button class="button" type="button" data-consent="all">${consent.all}</button>
        <button class="button" type="button" data-consent="necessary">${consent.necessary}</button>
        <button class="button secondary" type="button" data-consent="choose" aria-expanded="false">
          ${consent.choose}
        </button>
        <button class="button secondary" type="submit" data-consent="save" hidden>${consent.save}</button>
      </div>
    </form>
  </section>`;
}
