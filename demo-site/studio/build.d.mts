/** Writes index.html, studio.js and studio.css into `outDir`: build/studio of the repository unless given. */
export function buildStudio(outDir?: string): Promise<void>;
