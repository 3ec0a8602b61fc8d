import type { Device, PageInfo } from './protocol.ts';

export function pageInfo({ document, location }: Window, referrer = document.referrer): PageInfo {
  const content = (name: string): string | undefined => {
    const found: unknown = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
    return typeof found == 'string' ? found : undefined;
  };
  const [apple, google] = [content('apple-itunes-app'), content('google-play-app')];
  return { url: location.href, title: document.title, referrer, type: content('waymark:page-type'), apps: apple || google ? { apple, google } : undefined };
}

export function device(window: Window): Device {
  const { navigator, innerWidth, innerHeight } = window;
  const { userAgentData } = navigator as { userAgentData?: { mobile: boolean } };
  return {
    userAgent: navigator.userAgent, mobile: userAgentData?.mobile, touch: navigator.maxTouchPoints > 0,
    language: navigator.language, width: innerWidth, height: innerHeight,
    reducedMotion: window.matchMedia?.('(prefers-reduced-motion: reduce)').matches,
  };
}

export function entropy(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
}
