import { consentGiven, type Purpose } from './events.ts';
import { all, one } from './page.ts';

type Choice = Record<Purpose, boolean>;

const COOKIE = 'aurelle_consent';
const MAX_AGE_SECONDS = 180 * 24 * 3600;
const PURPOSES: readonly Purpose[] = ['functional', 'analytics', 'personalization', 'marketing'];

function choiceOf(isGiven: (purpose: Purpose) => boolean): Choice {
  return Object.fromEntries(PURPOSES.map((purpose) => [purpose, isGiven(purpose)])) as Choice;
}

/** The cookie lists the purposes that were agreed to: `analytics.marketing`, or `none`. */
export function readChoice(): Choice | undefined {
  const value = document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
  if (!value) return undefined;
  const given = value.split('.');
  return choiceOf((purpose) => given.includes(purpose));
}

function keepChoice(choice: Choice): void {
  const value = PURPOSES.filter((purpose) => choice[purpose]).join('.') || 'none';
  document.cookie = `${COOKIE}=${value}; Path=/; Max-Age=${MAX_AGE_SECONDS}; SameSite=Lax`;
}

class ConsentBar {
  private opener: HTMLElement | null = null;

  constructor(private readonly bar: HTMLElement) {
    bar.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-consent]') : null;
      if (button) this.press(button.dataset.consent ?? '');
    });
    one('[data-consent-form]', bar)?.addEventListener('submit', (event) => event.preventDefault());
    bar.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && readChoice()) this.hide();
    });
  }

  open(opener: HTMLElement | null): void {
    this.opener = opener;
    const choice = readChoice();
    for (const box of this.boxes()) box.checked = choice?.[box.name as Purpose] ?? false;
    this.showPurposes(opener !== null);
    this.bar.showPopover();
    if (opener) this.bar.focus();
  }

  private boxes(): HTMLInputElement[] {
    return all<HTMLInputElement>('input[type=checkbox]', this.bar);
  }

  private showPurposes(isShown: boolean): void {
    const toggle = (selector: string, hidden: boolean): void => {
      one(selector, this.bar)?.toggleAttribute('hidden', hidden);
    };
    toggle('[data-consent-purposes]', !isShown);
    toggle('[data-consent=save]', !isShown);
    toggle('[data-consent=choose]', isShown);
    one('[data-consent=choose]', this.bar)?.setAttribute('aria-expanded', String(isShown));
  }

  private press(button: string): void {
    if (button === 'all') this.decide(choiceOf(() => true));
    if (button === 'necessary') this.decide(choiceOf(() => false));
    if (button === 'save')
      this.decide(choiceOf((purpose) => this.boxes().some((box) => box.name === purpose && box.checked)));
    if (button === 'choose') {
      this.showPurposes(true);
      this.boxes()[0]?.focus();
    }
  }

  private decide(choice: Choice): void {
    keepChoice(choice);
    consentGiven(choice);
    this.hide();
  }

  private hide(): void {
    this.bar.hidePopover();
    this.opener?.focus();
    this.opener = null;
  }
}

export function startConsent(): void {
  const element = document.getElementById('consent');
  if (!element || !('showPopover' in element)) return;
  const bar = new ConsentBar(element);
  for (const opener of all('[data-consent-open]')) {
    opener.hidden = false;
    opener.addEventListener('click', () => bar.open(opener));
  }
  const choice = readChoice();
  if (choice) consentGiven(choice);
  else bar.open(null);
}
