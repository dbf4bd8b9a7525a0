import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { withJson } from '../client.ts';
import { coloursFor } from '../colours.ts';
import { markedText } from '../marked-text.ts';
import { textTable } from '../text-table.ts';

const Done = z.object({ done: z.literal(true) });
const AddOptions = z.object({ name: z.string().optional(), channel: z.array(z.string()).default([]) });
const ListOptions = z.object({
  rule: z.string().optional(),
  size: z.string().default('20'),
  cursor: z.string().optional(),
});

const SnoozeOptions = z.object({
  hours: z.coerce
    .number()
    .min(0)
    .max(24 * 365),
});
const HOUR_MS = 60 * 60_000;

/** `khabar alerts`: rules, and the ledger of what met them. */
export function addAlerts(program: Command, cli: Cli): void {
  const alerts = program.command('alerts').description('alert rules, and what met them');
  addRules(alerts, cli);
  addLedger(alerts, cli);
  addAdd(alerts, cli);
  addChange(alerts, cli, {
    name: 'pause',
    active: false,
    description: 'switch a rule off; it keeps its ledger',
  });
  addChange(alerts, cli, { name: 'resume', active: true, description: 'switch a rule on again' });
  addSnooze(alerts, cli);
  addRemove(alerts, cli);
}

function addRules(alerts: Command, cli: Cli): void {
  const command = alerts.command('rules', { isDefault: true }).description('the rules (the default)');
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const schemas = await import('@khabar/api/schemas');
      const rules = await client.json('/alert-rules', schemas.AlertRuleList);
      if (wantsJson(command)) return outJson(terminal, rules);
      if (rules.items.length === 0)
        return terminal.out('no alert rules; make one with: khabar alerts add QUERY --name NAME\n');
      const channels = new Map(
        (await client.json('/channels', schemas.ChannelList)).items.map((channel) => [
          channel.id,
          channel.name,
        ]),
      );
      const rows = rules.items.map((rule) => [
        rule.id,
        rule.active ? 'on' : 'off',
        String(rule.matches7d),
        String(rule.matchesTotal),
        rule.channels.map((id) => channels.get(id) ?? id).join(', ') || 'feed',
        rule.name,
        rule.query,
      ]);
      return terminal.out(
        textTable(['id', 'state', '7 days', 'total', 'goes to', 'name', 'query'], rows, terminal.columns),
      );
    }),
  );
}

function addLedger(alerts: Command, cli: Cli): void {
  const command = alerts
    .command('list')
    .description('the ledger: what met which rule, newest first')
    .option('--rule <id>', 'of one rule')
    .option('--size <number>', 'how many, 1 to 100', '20')
    .option('--cursor <cursor>', 'from the page before');
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const schemas = await import('@khabar/api/schemas');
      const { rule, size, cursor } = optionsOf(command, ListOptions);
      const query = new URLSearchParams({
        size,
        ...(rule === undefined ? {} : { rule }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      const ledger = await client.json(`/alerts?${query.toString()}`, schemas.AlertList);
      if (wantsJson(command)) return outJson(terminal, ledger);
      const colours = coloursFor(terminal);
      for (const { at, ruleName, article, matched, decision } of ledger.items) {
        await terminal.out(
          `${colours.dim(at)}  ${colours.bold(ruleName)}  ${decision}\n  ${article.source.name}: ${article.title.text}\n  ${markedText(matched, colours)}\n`,
        );
      }
      if (ledger.items.length === 0) await terminal.out('nothing has met a rule yet\n');
      else
        terminal.err(
          `khabar: ${ledger.items.length} of ${ledger.total} alerts${ledger.cursor === null ? '' : `; go on with --cursor ${ledger.cursor}`}\n`,
        );
    }),
  );
}

function addAdd(alerts: Command, cli: Cli): void {
  const command = alerts
    .command('add')
    .description('save a search and be told what newly meets it')
    .argument('<query>', 'in the query language')
    .option('--name <name>', 'what to call it; otherwise the query')
    .option('--channel <id...>', 'webhooks it goes to; it has a feed in any case')
    .addHelpText(
      'after',
      "\nExample:\n  khabar alerts add 'title:(wheat OR пшеница) AND transit' --name wheat",
    );
  addShared(command).action((query: string) =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const schemas = await import('@khabar/api/schemas');
      const { name = query, channel } = optionsOf(command, AddOptions);
      const saved = await client.json(
        '/searches',
        schemas.SavedSearch,
        withJson('POST', { name: name.slice(0, 200), query, alert: true, channels: channel }),
      );
      if (wantsJson(command)) return outJson(terminal, saved);
      return terminal.out(
        `rule ${saved.ruleId ?? ''} added; ${saved.total} articles meet it now, new ones will be told\nfeed: ${saved.feeds.rss}\n`,
      );
    }),
  );
}

function addChange(
  alerts: Command,
  cli: Cli,
  change: { name: string; active: boolean; description: string },
): void {
  const command = alerts.command(change.name).description(change.description).argument('<id>', 'the rule');
  addShared(command).action((id: string) =>
    withClient(command, cli, async (client) => {
      const schemas = await import('@khabar/api/schemas');
      const rule = await client.json(
        `/alert-rules/${encodeURIComponent(id)}`,
        schemas.AlertRuleView,
        withJson('PATCH', { active: change.active }),
      );
      return wantsJson(command)
        ? outJson(cli.terminal, rule)
        : cli.terminal.out(`${rule.name}: ${rule.active ? 'on' : 'off'}\n`);
    }),
  );
}

function addSnooze(alerts: Command, cli: Cli): void {
  const command = alerts
    .command('snooze')
    .description('send nothing for some hours; what comes meanwhile is sent after them')
    .argument('<id>', 'the rule')
    .option('--hours <number>', 'how long; 0: send again now', '24');
  addShared(command).action((id: string) =>
    withClient(command, cli, async (client) => {
      const schemas = await import('@khabar/api/schemas');
      const { hours } = optionsOf(command, SnoozeOptions);
      const snoozeUntil = hours === 0 ? null : new Date(Date.now() + hours * HOUR_MS).toISOString();
      const rule = await client.json(
        `/alert-rules/${encodeURIComponent(id)}`,
        schemas.AlertRuleView,
        withJson('PATCH', { snoozeUntil }),
      );
      if (wantsJson(command)) return outJson(cli.terminal, rule);
      return cli.terminal.out(
        rule.snooze === null
          ? `${rule.name}: sends again\n`
          : `${rule.name}: sends nothing until ${rule.snooze.until}\n`,
      );
    }),
  );
}

function addRemove(alerts: Command, cli: Cli): void {
  const command = alerts
    .command('remove')
    .description('remove a rule; the saved search stays')
    .argument('<id>', 'the rule');
  addShared(command).action((id: string) =>
    withClient(command, cli, async (client) => {
      await client.json(`/alert-rules/${encodeURIComponent(id)}`, Done, { method: 'DELETE' });
      return wantsJson(command)
        ? outJson(cli.terminal, { removed: id })
        : cli.terminal.out(`rule ${id} removed\n`);
    }),
  );
}
