import { useText } from '../../text/language.ts';
import { CopyButton } from './copyButton.tsx';
import { useTick } from './counterTiles.tsx';

export function LostBanner({ retryAt, onRetry }: { retryAt: number; onRetry(): void }) {
  const text = useText();
  useTick(500);
  const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
  return (
    <div class="banner">
      <div><strong role="alert">{text.lostTitle}</strong><p>{text.lostText(seconds)}</p></div>
      <button type="button" class="button" onClick={onRetry}>{text.tryNow}</button>
    </div>
  );
}

export function WaitingForEvents() {
  const { empty: text } = useText();
  const command = testCommand();
  return (
    <section class="empty">
      <span class="pulse" aria-hidden="true" />
      <h2>{text.title}</h2>
      <p>{text.text}</p>
      <ol>
        <li>{text.shop}</li>
        <li>{text.consent}</li>
        <li>{text.test}<div class="command"><pre tabIndex={0}>{command}</pre><CopyButton text={command} label={text.copy} done={text.copied} /></div></li>
      </ol>
    </section>
  );
}

export function NothingMatches({ onClear }: { onClear(): void }) {
  const { nothing, filters } = useText();
  return (
    <section class="empty isSmall">
      <h2>{nothing.title}</h2>
      <p>{nothing.text}</p>
      <button type="button" class="button" onClick={onClear}>{filters.clear}</button>
    </section>
  );
}

function testCommand(): string {
  const event = { type: 'track', event: 'Product Viewed', messageId: `test-${Date.now()}`, anonymousId: 'test-visitor' };
  return `curl ${location.origin}/v1/batch -H 'Content-Type: text/plain' -d '${JSON.stringify({ writeKey: 'demo', batch: [event] })}'`;
}
