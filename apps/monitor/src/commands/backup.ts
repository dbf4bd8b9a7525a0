import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
export function addBackup(program: Command, cli: Cli): void { void program; void cli; }
