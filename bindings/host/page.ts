import type { Environment, PageInfo } from './protocol.ts';

export function pageInfo({ document, location }: Window, referrer = document.referrer): PageInfo {
  const type: unknown = document.querySelector<HTMLMetaElement>('meta[name="waymark:page-type"]')?.content;
  return { url: location.href, title: document.title, referrer, type: typeof type == 'string' ? type : undefined };
}

export function device({ navigator, innerWidth, innerHeight }: Window): Environment['device'] {
  const { userAgentData } = navigator as { userAgentData?: { mobile: boolean } };
  return {
    userAgent: navigator.userAgent, mobile: userAgentData?.mobile, touch: navigator.maxTouchPoints > 0,
    language: navigator.language, width: innerWidth, height: innerHeight,
  };
}

export function entropy(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
}
