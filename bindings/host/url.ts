const LINKS = /^(https?|mailto|tel):$/;
const IMAGES = /^https?:$/;

/** The browser's own parser decides what the scheme is, so that `java\nscript:` is seen for what it is. */
export function isSafeUrl(url: string, base: string, isImage = false): boolean {
  try {
    return (isImage ? IMAGES : LINKS).test(new URL(url, base).protocol);
  } catch {
    return false;
  }
}
