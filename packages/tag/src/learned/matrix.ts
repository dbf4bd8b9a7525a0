/** Rows of equal length, one after another. */
export interface Matrix {
  readonly values: Float32Array;
  readonly columns: number;
}

/** The sum of the products of `row` of `a` with each row of `b`. */
export function rowTimes(a: Matrix, row: number, b: Matrix): Float32Array {
  const { columns } = a;
  const from = row * columns;
  const products = new Float32Array(b.values.length / columns);
  for (const index of products.keys()) {
    let sum = 0;
    const other = index * columns;
    for (let at = 0; at < columns; at += 1) sum += (a.values[from + at] ?? 0) * (b.values[other + at] ?? 0);
    products[index] = sum;
  }
  return products;
}

/** Probabilities of logits, after division by `temperature` (Guo 2017): above 1 makes an over-sure head modest. */
export function softmax(logits: ArrayLike<number>, temperature = 1): number[] {
  const scaled = Array.from(logits, (logit) => logit / temperature);
  const most = Math.max(...scaled);
  const powers = scaled.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** log of the sum of the exponentials, without overflow. */
export function logSumExp(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

/** Mean of the rows. */
export function meanRow({ values, columns }: Matrix): Float32Array {
  const rows = values.length / columns;
  const mean = new Float32Array(columns);
  for (let row = 0; row < rows; row += 1)
    for (let at = 0; at < columns; at += 1)
      mean[at] = (mean[at] ?? 0) + (values[row * columns + at] ?? 0) / rows;
  return mean;
}

/** The vector at length 1. */
export function unitVector(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
