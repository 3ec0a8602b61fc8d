/** Returns the function that takes the listener off. Listeners are passive, so that scrolling never waits for them. */
export function listen(target: EventTarget, types: string[], handler: (event: any) => void): () => void {
  const options = { passive: true, capture: true };
  for (const type of types) target.addEventListener(type, handler, options);
  return () => { for (const type of types) target.removeEventListener(type, handler, options); };
}
