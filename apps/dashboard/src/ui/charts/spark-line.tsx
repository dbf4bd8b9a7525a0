import type { ReactElement } from 'react';

/** A row of small bars without axes; `label` says in words what it shows. */
export function SparkLine(props: {
  readonly values: readonly number[];
  readonly label: string;
}): ReactElement {
  const most = Math.max(1, ...props.values);
  const width = 4;
  return (
    <svg
      className="spark"
      role="img"
      aria-label={props.label}
      width={props.values.length * width}
      height={22}
    >
      {props.values.map((value, index) => (
        <rect
          key={index}
          x={index * width}
          width={width - 1}
          y={22 - Math.max(1, (value / most) * 20)}
          height={Math.max(1, (value / most) * 20)}
          className={value === 0 ? 'spark-zero' : 'spark-bar'}
        />
      ))}
    </svg>
  );
}
