import type { Errors, Form } from '../forms.ts';
import { html, type Html } from '../html.ts';
import type { Messages } from '../i18n/messages.ts';

export interface FormState {
  values: Form;
  errors: Errors;
}
export interface Field {
  name: string;
  label: string;
  type?: string;
  autocomplete: string;
  hint?: string;
  inputmode?: string;
  minlength?: number;
  half?: boolean;
}

function describedBy(field: Field, hasError: boolean): Html | false {
  const ids = [field.hint && `${field.name}-hint`, hasError && `${field.name}-error`].filter(Boolean).join(' ');
  return ids !== '' && html`aria-describedby="${ids}"`;
}

export function errorText(messages: Messages, name: string, errors: Errors): Html {
  const error = errors[name];
  return html`<span class="field-error" id="${name}-error" ${!error && html`hidden`}
    >${error && messages.errors[error]}</span
  >`;
}

/** Passwords are never sent back. */
export function textInput(messages: Messages, field: Field, { values, errors }: FormState): Html {
  const hasError = Boolean(errors[field.name]);
  const value = field.type === 'password' ? '' : (values[field.name] ?? '');
  return html`<p class="field ${field.half && 'half'}">
    <label for="${field.name}">${field.label}</label
    ><input
      id="${field.name}"
      name="${field.name}"
      type="${field.type ?? 'text'}"
      value="${value}"
      autocomplete="${field.autocomplete}"
      maxlength="200"
      required
      ${field.minlength && html`minlength="${field.minlength}"`}
      ${field.inputmode && html`inputmode="${field.inputmode}"`}
      ${hasError && html`aria-invalid="true"`}
      ${describedBy(field, hasError)}
    />
    ${field.hint && html`<span class="field-hint" id="${field.name}-hint">${field.hint}</span>`}
    ${errorText(messages, field.name, errors)}
  </p>`;
}

/** The texts the script needs to check a field as the visitor leaves it. */
export function errorTexts({ errors }: Messages): Html {
  return html`data-required="${errors.required}" data-email="${errors.email}" data-short="${errors.password}"`;
}

export function errorSummary(messages: Messages, errors: Errors): Html | false {
  if (Object.keys(errors).length === 0) return false;
  return html`<p class="form-error" role="alert" tabindex="-1" data-form-error>
    ${errors.form ? messages.errors[errors.form] : messages.errors.summary}
  </p>`;
}
