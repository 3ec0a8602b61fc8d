import { all, one, pageData, setText } from './page.ts';

/** Buttons beside a number; they need a script, so they are hidden until there is one. */
export function startSteppers(): void {
  for (const stepper of all('[data-stepper]')) {
    const input = one<HTMLInputElement>('input', stepper);
    for (const button of all<HTMLButtonElement>('[data-step]', stepper)) {
      button.hidden = false;
      button.addEventListener('click', () => {
        if (!input) return;
        if (button.dataset.step === '1') input.stepUp();
        else input.stepDown();
        input.dispatchEvent(new Event('change', { bubbles: true }));
      });
    }
  }
}

export function startAutosubmit(): void {
  for (const form of all<HTMLFormElement>('form[data-autosubmit]')) {
    one('[data-autosubmit-button]', form)?.setAttribute('hidden', '');
    form.addEventListener('change', () => form.requestSubmit());
  }
}

function problemOf(field: HTMLInputElement | HTMLSelectElement, texts: DOMStringMap): string {
  const { validity } = field;
  if (validity.valueMissing || field.value.trim() === '') return texts.required ?? '';
  if (validity.typeMismatch) return texts.email ?? '';
  return validity.tooShort ? (texts.short ?? '') : '';
}

function showProblem(field: HTMLInputElement | HTMLSelectElement, problem: string): void {
  const place = document.getElementById(`${field.name}-error`);
  if (!place) return;
  place.textContent = problem;
  place.hidden = problem === '';
  field.toggleAttribute('aria-invalid', problem !== '');
  if (problem) field.setAttribute('aria-invalid', 'true');
  const hint = document.getElementById(`${field.name}-hint`);
  field.setAttribute('aria-describedby', [hint?.id, problem && place.id].filter(Boolean).join(' '));
}

/** Checks a field when it is left, and takes the complaint back once it is mended. The server checks all again. */
export function startChecks(): void {
  for (const form of all<HTMLFormElement>('form[data-checked]')) {
    form.addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement) || !target.required) return;
      showProblem(target, problemOf(target, form.dataset));
    });
  }
  one('[data-form-error]')?.focus();
}

/** A second press of the button while the first is on its way; the server would send both to the same order. */
export function startOnce(): void {
  for (const form of all<HTMLFormElement>('form[data-once]')) {
    form.addEventListener('submit', (event) => {
      if (form.getAttribute('aria-busy') === 'true') event.preventDefault();
      form.setAttribute('aria-busy', 'true');
    });
    addEventListener('pageshow', () => form.removeAttribute('aria-busy'));
  }
}

export function startCheckout(): void {
  const deliveries = pageData.checkout?.deliveries;
  if (!deliveries) return;
  document.addEventListener('change', ({ target }) => {
    const texts =
      target instanceof HTMLInputElement && target.name === 'delivery' ? deliveries[target.value] : undefined;
    if (!texts) return;
    setText('[data-shipping]', texts.shipping);
    setText('[data-discount]', texts.discount);
    one('[data-coupon-idle]')?.toggleAttribute('hidden', !texts.isIdle);
    setText('[data-total]', texts.total);
  });
}
