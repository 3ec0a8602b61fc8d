import type { Language } from './language.ts';
import { EN, type Messages } from './messages.en.ts';
import { RU } from './messages.ru.ts';

export type { Messages };

const ALL: Record<Language, Messages> = { en: EN, ru: RU };

export function messagesIn(language: Language): Messages {
  return ALL[language];
}

/** Puts values into `{name}` places; an unknown name stays visible. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
