import { readdir, readFile, readlink } from 'node:fs/promises';

/** What a process and everything it started have used. */
export interface Usage {
  /** Milliseconds of processor, user and system, of children that ended too. */
  readonly cpuMs: number;
  /** Resident memory in MB (10^6 bytes); a page that several processes share is divided among them (PSS), where the kernel tells. */
  readonly rssMb: number;
}

/** Linux counts processor time in ticks of 1/100 s for every architecture that it shows to programs. */
const TICK_MS = 10;
const PAGE_BYTES = 4096;

/** Proportional set size in bytes, or null. */
async function sharedOut(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

async function statOf(pid: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The name in parentheses may hold spaces; the fields after it are those of proc(5) from the third on.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3] ?? 0);
  return {
    pid,
    parent: field(4),
    cpuMs: (field(14) + field(15) + field(16) + field(17)) * TICK_MS,
    rssMb: (field(24) * PAGE_BYTES) / 1e6,
  };
}

/** Reads /proc: each of `roots` with its descendants. A root that is gone has used nothing. */
export async function usageOf(roots: ReadonlyMap<string, number>): Promise<Map<string, Usage>> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid));
  const stats = (await Promise.all(pids.map(statOf))).filter((stat) => stat !== null);
  const children = new Map<number, Stat[]>();
  for (const stat of stats) children.set(stat.parent, [...(children.get(stat.parent) ?? []), stat]);
  const byPid = new Map(stats.map((stat) => [stat.pid, stat]));
  const sum = async (stat: Stat | undefined): Promise<Usage> => {
    if (stat === undefined) return { cpuMs: 0, rssMb: 0 };
    const below = await Promise.all((children.get(stat.pid) ?? []).map(sum));
    const pss = await sharedOut(stat.pid);
    return below.reduce(
      (total, one) => ({ cpuMs: total.cpuMs + one.cpuMs, rssMb: total.rssMb + one.rssMb }),
      { cpuMs: stat.cpuMs, rssMb: pss === null ? stat.rssMb : pss / 1e6 },
    );
  };
  const used = await Promise.all(
    Array.from(roots, async ([name, pid]) => [name, await sum(byPid.get(pid))] as const),
  );
  return new Map(used);
}

const LISTEN = '0A';

/** The process that listens on a TCP port of this machine, or null. */
export async function listenerOn(port: number): Promise<number | null> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const inodes = new Set(
    tables
      .flatMap((table) => table.split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(wanted) === true && fields[3] === LISTEN)
      .map((fields) => `socket:[${fields[9]}]`),
  );
  const owners: number[] = [];
  for (const pid of (await readdir('/proc')).map(Number).filter((one) => Number.isInteger(one))) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
    if (links.some((link) => inodes.has(link))) owners.push(pid);
  }
  // Forked servers share the socket: the first is the one that the others come from.
  return owners.toSorted((a, b) => a - b)[0] ?? null;
}
