import { useEffect, useState } from 'preact/hooks';

export function CopyButton({ text, label, done }: { text: string; label: string; done: string }) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDone(false), 2_000);
    return () => clearTimeout(timer);
  }, [isDone]);
  // Absent on plain http other than localhost.
  if (!navigator.clipboard) return null;
  return (
    <button type="button" class="link" onClick={() => void navigator.clipboard.writeText(text).then(() => setDone(true), () => setDone(false))}>
      <span role="status">{isDone ? done : label}</span>
    </button>
  );
}
