export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Localized = Readonly<Record<Language, string>>;

export const DEFAULT_LANGUAGE: Language = 'en';
export const LANGUAGE_NAMES: Localized = { en: 'English', ru: 'Русский' };

export function localized(en: string, ru: string): Localized {
  return { en, ru };
}

/** English lives at the root, every other language under its code: `/cart`, `/ru/cart`. */
export function prefixOf(language: Language): string {
  return language === DEFAULT_LANGUAGE ? '' : `/${language}`;
}

export function pathIn(language: Language, path: string): string {
  if (path === '/') return prefixOf(language) || '/';
  return prefixOf(language) + path;
}

export function languageOfPath(path: string): Language {
  return (
    LANGUAGES.find((language) => prefixOf(language) && (path === `/${language}` || path.startsWith(`/${language}/`))) ??
    DEFAULT_LANGUAGE
  );
}

/** The path without its language: `/ru/cart?a=1` → `/cart?a=1`. */
export function barePath(path: string): string {
  const bare = path.slice(prefixOf(languageOfPath(path)).length);
  return bare.startsWith('/') ? bare : `/${bare}`;
}
