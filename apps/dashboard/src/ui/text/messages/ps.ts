export const ps: Readonly<Record<string, string>> = {};
