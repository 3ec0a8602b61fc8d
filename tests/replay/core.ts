/** The boundary of protocol.ts as text, whichever build answers. Neither call may overlap with another on one core, but answers come in order. */
export interface CoreText {
  /** The environment as one line, a line feed, the document. */
  load(text: string): Promise<string>;
  dispatch(text: string): Promise<string>;
  close(): void;
}
