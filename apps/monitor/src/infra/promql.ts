import { parser } from '@prometheus-io/lezer-promql';

/** A metric that an expression asks for, with the labels it selects or groups by. */
export interface ReadPromql {
  readonly metrics: readonly string[];
  /** Places that Prometheus' own grammar does not take. */
  readonly errors: readonly string[];
}

/** Reads an expression with the grammar of Prometheus. */
export function readPromql(expression: string): ReadPromql {
  const metrics: string[] = [];
  const errors: string[] = [];
  const cursor = parser.parse(expression).cursor();
  do {
    const text = expression.slice(cursor.from, cursor.to);
    if (cursor.type.isError)
      errors.push(`at ${cursor.from}: ${expression.slice(cursor.from, cursor.from + 20)}`);
    if (cursor.name === 'VectorSelector') {
      const [name] = /^[a-zA-Z_:][\w:]*/.exec(text) ?? [];
      if (name === undefined) errors.push(`at ${cursor.from}: a selector without a name`);
      else metrics.push(name);
    }
  } while (cursor.next());
  return { metrics, errors };
}
