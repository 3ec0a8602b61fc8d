import { useEffect, useState } from 'preact/hooks';
import { useFeed } from './feed/useFeed.ts';
import { Header } from './header.tsx';
import { LiveRoom } from './rooms/live/liveRoom.tsx';
import { LanguageContext, languages, rememberLanguage, startLanguage } from './text/language.ts';
import type { Language } from './text/language.ts';

export function App() {
  const [language, setLanguage] = useState<Language>(startLanguage);
  const feed = useFeed();

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `${languages[language].title} · Waymark`;
  }, [language]);

  function choose(chosen: Language): void {
    rememberLanguage(chosen);
    setLanguage(chosen);
  }
  return (
    <LanguageContext.Provider value={language}>
      <Header model={feed.model} language={language} onLanguage={choose} />
      <LiveRoom feed={feed} />
    </LanguageContext.Provider>
  );
}
