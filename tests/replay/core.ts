/** The boundary of protocol.ts as text, whichever build answers. No call may overlap with another on one core, but answers come in order. */
export interface CoreText {
  /** The environment as one line, a line feed, the document. */
  load(text: string): Promise<string>;
  dispatch(text: string): Promise<string>;
  /** The same as it comes, in UTF-8, for those who read little of it. */
  dispatchRaw(text: string): Promise<Buffer>;
  close(): void;
}
