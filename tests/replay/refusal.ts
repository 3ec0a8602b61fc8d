/** What the user can put right: told in one line, exit code 2. */
export class Refusal extends Error {}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
