import { Download, Image, Table2 } from 'lucide-react';
import { useId, useRef, useState, type ReactElement, type ReactNode } from 'react';

import { useText } from '../text/interface-text.tsx';
import { downloadText } from './download-text.ts';
import { svgDocument } from './svg-document.ts';

export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The same numbers without formatting, for the file. */
  readonly csv: readonly (readonly (string | number)[])[];
}

function csvCell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180 text. A leading quote keeps spreadsheet programs from reading a text as a formula. */
export function csvText(table: ChartTable): string {
  return [table.head, ...table.csv].map((row) => row.map(csvCell).join(',')).join('\r\n');
}

/** The one frame of every chart: title, controls, table view, files, the drawing and what stands under it. */
export function ChartFrame(props: {
  readonly title: string;
  readonly name: string;
  readonly table: ChartTable;
  readonly controls?: ReactNode;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useText();
  const [asTable, setAsTable] = useState(false);
  const drawing = useRef<HTMLDivElement>(null);
  const heading = useId();

  const saveSvg = (): void => {
    const svg = drawing.current?.querySelector('svg.chart');
    if (svg instanceof SVGSVGElement) downloadText(`${props.name}.svg`, 'image/svg+xml', svgDocument(svg));
  };

  return (
    <section className="panel chart-frame" aria-labelledby={heading} data-chart>
      <div className="panel-head">
        <h2 id={heading}>{props.title}</h2>
        <div className="tools">
          {props.controls}
          <button
            type="button"
            className="quiet"
            aria-pressed={asTable}
            data-chart-table
            onClick={() => setAsTable(!asTable)}
          >
            <Table2 aria-hidden size={16} /> {t('chart.table')}
          </button>
          <button
            type="button"
            className="quiet"
            onClick={() =>
              downloadText(`${props.name}.csv`, 'text/csv;charset=utf-8', `\ufeff${csvText(props.table)}`)
            }
          >
            <Download aria-hidden size={16} /> CSV
          </button>
          <button type="button" className="quiet" onClick={saveSvg} disabled={asTable}>
            <Image aria-hidden size={16} /> SVG
          </button>
        </div>
      </div>
      <div ref={drawing}>
        {asTable ? <DataTable table={props.table} title={props.title} /> : props.children}
      </div>
      {props.note === undefined ? null : <div className="note">{props.note}</div>}
    </section>
  );
}

function DataTable(props: { readonly table: ChartTable; readonly title: string }): ReactElement {
  const { t } = useText();
  return (
    <div
      className="table-scroll short"
      tabIndex={0}
      role="region"
      aria-label={`${props.title}: ${t('chart.table')}`}
    >
      <table>
        <thead>
          <tr>
            {props.table.head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.table.rows.map((row) => (
            <tr key={row[0]}>
              {row.map((value, column) => (
                <td key={props.table.head[column]}>
                  <bdi>{value}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
