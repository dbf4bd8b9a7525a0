import type { Command } from 'commander';

import type { Cli } from '../cli.ts';
import { addOutletAdd } from './outlets-add.ts';
import { addOutletCatalogue } from './outlets-catalogue.ts';
import { addOutletCheck } from './outlets-check.ts';
import { addOutletExport, addOutletImport } from './outlets-exchange.ts';
import { addOutletHealth } from './outlets-health.ts';
import { addOutletList, addOutletPause, addOutletRemove } from './outlets-list.ts';

/** `khabar outlets`: the sources that are watched. */
export function addOutlets(program: Command, cli: Cli): void {
  const outlets = program.command('outlets').description('the sources: list, add, check, import, export');
  addOutletList(outlets, cli);
  addOutletHealth(outlets, cli);
  addOutletAdd(outlets, cli);
  addOutletCheck(outlets, cli);
  addOutletImport(outlets, cli);
  addOutletExport(outlets, cli);
  addOutletPause(outlets, cli, {
    name: 'pause',
    paused: true,
    description: 'visit it no more; its articles stay',
  });
  addOutletPause(outlets, cli, { name: 'resume', paused: false, description: 'visit it again' });
  addOutletRemove(outlets, cli);
  addOutletCatalogue(outlets, cli);
}
