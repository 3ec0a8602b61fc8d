import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en } from './en.ts';
import type { Dictionary } from './en.ts';
import { ru } from './ru.ts';

export const languages = { en, ru } satisfies Record<string, Dictionary>;
export type Language = keyof typeof languages;

const storageKey = 'wm.studio.language';

export const LanguageContext = createContext<Language>('en');
export const useText = (): Dictionary => languages[useContext(LanguageContext)];
export const useLanguage = (): Language => useContext(LanguageContext);

/** The remembered choice, else the browser's language. Storage may be forbidden; then nothing is remembered. */
export function startLanguage(): Language {
  return asLanguage(remembered()) ?? (navigator.language.startsWith('ru') ? 'ru' : 'en');
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch { /* not remembered */ }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function asLanguage(value: string | null): Language | null {
  return value !== null && Object.hasOwn(languages, value) ? (value as Language) : null;
}
