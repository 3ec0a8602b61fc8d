export function splitCore(core: string, widgetStyles: number): { start: Buffer; draw: Buffer; moved: string[] };
export function stripped(core: string): Buffer;
