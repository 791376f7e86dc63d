import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A declaration as the compiler writes it: what is said of it, and its text. */
interface Declaration {
  readonly said: string;
  readonly text: string;
}

const HEAD = `# API

What \`face-match-proxy\` exports, made from its types. The settings' types (\`Config\`, \`ConfigInput\`, and \`…Options\` and \`…Settings\` of each part) have the members that
[docs/configuration.md](../docs/configuration.md) describes; \`face-match-proxy/schema.json\` is their schema, \`face-match-proxy/client\` has the types for apps and backends
([docs/problems.md](../docs/problems.md), [docs/backend.md](../docs/backend.md)). Anything that is not here may change with any version.
`;

/** The content of API.md. @param folder Where the compiled index.d.ts is. */
export function apiPage(folder: string): string {
  const exported = exportsOf(path.join(folder, 'index.d.ts'));
  const section = ({ name, file, isType }: Export) => {
    const { said, text } = declarationOf(path.join(folder, `${file}.d.ts`), name);
    // What is given back is not made by an app.
    const shown = isType ? without('constructor\\(', text) : text;
    return `## ${name}\n\n${said}\`\`\`ts\n${shown}\n\`\`\`\n`;
  };
  // What is called comes before what it gives back.
  const [called, given] = [exported.filter(({ isType }) => !isType), exported.filter(({ isType }) => isType)];
  return [HEAD, ...[...called, ...given].map(section)].join('\n');
}

interface Export {
  readonly name: string;
  readonly file: string;
  readonly isType: boolean;
}

/** Names that a file passes on, each with the file that has it; those of the settings are left to the page's head. */
function exportsOf(index: string): Export[] {
  const lines = [...readFileSync(index, 'utf8').matchAll(/^export (type )?\{([^}]*)\} from '\.\/([^']*)'/gm)];
  const all = lines.flatMap(([, type, names = '', file = '']) =>
    names
      .split(',')
      .map((name) => ({ name: name.replace('type ', '').trim(), file, isType: type !== undefined || name.includes('type ') })),
  );
  return all.filter(({ name }) => !/^Config(?:Input)?$/.test(name));
}

/** @throws Error where the file declares no such name: the compiler writes its declarations in another way than this reads */
function declarationOf(file: string, name: string): Declaration {
  const text = readFileSync(file, 'utf8');
  const begin = new RegExp(`^export (?:declare )?(?:abstract )?(?:class|interface|function|const|type) ${name}\\b`, 'm').exec(text);
  if (begin === null) throw new Error(`${file} declares no ${name}`);
  const rest = text.slice(begin.index);
  const first = rest.slice(0, rest.indexOf('\n'));
  const code = first.endsWith('{') ? rest.slice(0, rest.indexOf('\n}') + 2) : first;
  const doc = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n$/.exec(text.slice(0, begin.index))?.[1];
  return { said: doc === undefined ? '' : `${words(doc)}\n\n`, text: without('private ', code) };
}

/** Without the members that begin so, and what is said of them. */
function without(beginning: string, text: string): string {
  return text.replace(new RegExp(`^(?: {4}/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\n)? {4}${beginning}[^\\n]*\\n`, 'gm'), '');
}

/** A docstring without its stars; what follows an `@` begins a line. */
function words(doc: string): string {
  const text = doc.replace(/^\s*\* ?/gm, '').trim();
  const [said = '', example] = text.split('@example\n');
  const prose = said
    .trim()
    .replace(/\{@link ([^}]*)\}/g, '`$1`')
    .replace(/\n(?=@)/g, '\n\n')
    .replace(/^@(\w+)/gm, '**$1**');
  const code = example === undefined ? [] : [`\`\`\`ts\n${example.trim()}\n\`\`\``];
  return [prose, ...code].filter((part) => part !== '').join('\n\n');
}
