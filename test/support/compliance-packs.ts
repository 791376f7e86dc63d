import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import type { App } from 'aws-cdk-lib';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  type IApplyRule,
  type NagPack,
  NagRuleCompliance,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';

/** The name under which the Control Tower rules report. */
export const CONTROL_TOWER = 'cdk-validator-cfnguard';

/** Every pack that each stage and example is held to, by the name under which it reports. */
export const PACKS = ['AwsSolutions', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321', 'Serverless', CONTROL_TOWER] as const;

/** Rules of cdk-nag that found something to judge in an app, without the packs' names: those that looked and had no objection. */
export type JudgedRules = Map<string, Set<string>>;

/** The packs of cdk-nag for one app, writing down which rules had a resource before them. */
export function nagPacks(app: App, judged: JudgedRules): NagPack[] {
  const packs = [AwsSolutionsChecks, NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks, ServerlessChecks];
  return packs.map((Pack) => recording(new Pack(app), judged));
}

/** A report holds what a rule objects to and not what it approves of, so the one method through which each rule is run is listened to. */
function recording(pack: NagPack, judged: JudgedRules): NagPack {
  const inner = pack as unknown as { packName: string; applyRule(this: NagPack, rule: IApplyRule): void };
  const apply = inner.applyRule;
  inner.applyRule = (params) => {
    const judging = (node: IApplyRule['node']) => {
      const result = params.rule(node);
      if (result !== NagRuleCompliance.NOT_APPLICABLE) note(judged, params.ruleSuffixOverride ?? params.rule.name, inner.packName);
      return result;
    };
    apply.call(pack, { ...params, ruleSuffixOverride: params.ruleSuffixOverride ?? params.rule.name, rule: judging });
  };
  return pack;
}

function note(judged: JudgedRules, rule: string, pack: string): void {
  judged.set(rule, (judged.get(rule) ?? new Set()).add(pack));
}

/**
 * The Control Tower rules; the validator brings them and the program that runs them. Most of the 237 speak of types that an app does not have,
 * and reading them takes most of the time, so those are left out.
 */
export function controlTowerRules(types: ReadonlySet<string>): CfnGuardValidator {
  const idle = readControlTowerRules().filter((rule) => rule.types.length > 0 && !rule.types.some((type) => types.has(type)));
  return new CfnGuardValidator({ controlTowerRulesEnabled: true, disabledRules: idle.map(({ file }) => file) });
}

/** One proactive control of AWS Control Tower. */
export interface ControlTowerRule {
  /** Name of the rule in a report. */
  readonly rule: string;
  /** Name of its file, without the ending. */
  readonly file: string;
  /** Id and title in the Control Tower reference. */
  readonly id: string;
  readonly title: string;
  /** Types of the resources that it looks at. */
  readonly types: readonly string[];
}

const RULES = path.join(path.dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json')), 'rules', 'control-tower');

/** Every rule that the validator brings, read from its files. */
export function readControlTowerRules(): ControlTowerRule[] {
  const files = readdirSync(RULES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.guard'));
  return files
    .map((file) => ruleOf(path.basename(file, '.guard'), readFileSync(path.join(RULES, file), 'utf8')))
    .sort((one, other) => one.id.localeCompare(other.id));
}

function ruleOf(file: string, text: string): ControlTowerRule {
  const [, id = '', title = ''] = /\[(CT\.[A-Z0-9.]+)\]: (.+)/.exec(text) ?? [];
  const code = text.replace(/^\s*#.*$/gm, '');
  const [, rule = ''] = /^rule (\w+_check) /m.exec(code) ?? [];
  const [, variable = ''] = /Resources\.\*\[\s*Type (?:==|in) %(\w+)/.exec(code) ?? [];
  const [, types = ''] = new RegExp(`let ${variable} = (\\[[^\\]]*\\]|"[^"]*")`).exec(code) ?? [];
  return { rule, file, id, title: title.trim(), types: [...types.matchAll(/AWS::\w+::\w+/g)].map(([type]) => type) };
}
