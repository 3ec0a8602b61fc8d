export function buildShop(outDir: string): Promise<void>;
