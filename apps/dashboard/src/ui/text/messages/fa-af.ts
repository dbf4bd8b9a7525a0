export const faAf: Readonly<Record<string, string>> = {};
