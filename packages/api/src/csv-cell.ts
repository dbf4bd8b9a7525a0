/** Characters that spreadsheets take for the beginning of a formula, full-width forms and what they skip before it included. */
const FORMULA =
  /^[\s\u00a0\u3000\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069"']*[=+\-@|%\uff1d\uff0b\uff0d\uff20\t\r\n]/u;

/**
 * A cell that no spreadsheet runs: a leading apostrophe where the text could be read as a formula (OWASP, "CSV Injection").
 * The text stays whole behind it.
 */
export function csvCell(value: string): string {
  return FORMULA.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
}
