import type { Model } from './feed/model.ts';
import { languages, useText } from './text/language.ts';
import type { Language } from './text/language.ts';

interface Props { model: Model; language: Language; onLanguage(language: Language): void }

export function Header({ model, language, onLanguage }: Props) {
  const text = useText();
  return (
    <header class="header">
      <span class="brand"><Mark />Waymark <span class="brandRoom">{text.studio}</span></span>
      <nav class="rooms" aria-label={text.rooms}><a class="room" href="./" aria-current="page">{text.title}</a></nav>
      <ConnectionState model={model} />
      <LanguageSwitch language={language} onLanguage={onLanguage} />
    </header>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6.5" />
      <path d="M6 8.5l3 7.5 3-6 3 6 3-7.5" />
    </svg>
  );
}

function ConnectionState({ model: { connection, isPaused } }: { model: Model }) {
  const text = useText();
  const state = connection === 'live' && isPaused ? 'paused' : connection;
  return <span class={`connection is-${state}`} role="status"><span class="dot" aria-hidden="true" />{text.connection[state]}</span>;
}

function LanguageSwitch({ language, onLanguage }: Omit<Props, 'model'>) {
  const text = useText();
  return (
    <div class="languages" role="group" aria-label={text.language}>
      {(Object.keys(languages) as Language[]).map((code) => (
        <button key={code} type="button" lang={code} aria-pressed={code === language} onClick={() => onLanguage(code)}>{code.toUpperCase()}</button>
      ))}
    </div>
  );
}
