import { enableCompileCache } from 'node:module';

// Before anything of ours is loaded, or it would not be cached.
enableCompileCache();
const { processTerminal } = await import('./terminal.ts');
const { runKhabar } = await import('./program.ts');

const LEFT_OPEN_MS = 3000;

process.exitCode = await runKhabar(process.argv.slice(2), { terminal: processTerminal() });
// A part that failed half-way may leave something open; the command is over all the same.
setTimeout(() => process.exit(), LEFT_OPEN_MS).unref();
