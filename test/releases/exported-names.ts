import { existsSync } from 'node:fs';
import path from 'node:path';
import { type ClassMember, type Declaration, parseSync, type TsTypeElement } from '@swc/core';
import { read } from '../docs/documents';

/** A class or an interface, as far as its members are its face. */
type Body = readonly (ClassMember | TsTypeElement)[];

/** What a module exports, types included, and the public members of its classes and interfaces: `Agent`, `Agent.region`. */
export function exportedNames(file: string): string[] {
  return [...facesOf(file)].flatMap(([name, members]) => [name, ...members.map((member) => `${name}.${member}`)]).sort();
}

/** Each exported name with the names of its public members. */
function facesOf(file: string): Map<string, string[]> {
  const items = parseSync(read(file), { syntax: 'typescript' }).body;
  const faces = new Map<string, string[]>();
  for (const item of items) {
    if (item.type === 'ExportDeclaration') {
      for (const name of namesOf(item.declaration)) faces.set(name, membersOf(item.declaration));
    } else if (item.type === 'ExportAllDeclaration') {
      for (const [name, members] of facesOf(fileOf(file, item.source.value))) faces.set(name, members);
    } else if (item.type === 'ExportNamedDeclaration') {
      const from = item.source === null || item.source === undefined ? undefined : facesOf(fileOf(file, item.source.value));
      for (const specifier of item.specifiers) {
        if (specifier.type !== 'ExportSpecifier') throw new Error(`${file} exports in a form that is not known here: ${specifier.type}`);
        faces.set((specifier.exported ?? specifier.orig).value, from?.get(specifier.orig.value) ?? []);
      }
    } else if (/Export/.test(item.type)) throw new Error(`${file} exports in a form that is not known here: ${item.type}`);
  }
  return faces;
}

/** The file of a relative import; what comes from a package, or is made, has no file. */
function fileOf(from: string, source: string): string {
  const target = path.join(path.dirname(from), source);
  const found = ['.ts', '.d.ts'].map((ending) => `${target}${ending}`).find((each) => existsSync(path.join(__dirname, '..', '..', each)));
  if (found === undefined) throw new Error(`${from} exports from ${source}, which is not found.`);
  return found;
}

function namesOf(declaration: Declaration): string[] {
  if ('identifier' in declaration) return [declaration.identifier.value];
  if ('id' in declaration && 'value' in declaration.id) return [declaration.id.value as string];
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) => ('value' in id ? [id.value as string] : []));
  throw new Error(`An exported declaration has no name that is known here: ${declaration.type}`);
}

function membersOf(declaration: Declaration): string[] {
  const body: Body =
    declaration.type === 'ClassDeclaration' ? declaration.body : declaration.type === 'TsInterfaceDeclaration' ? declaration.body.body : [];
  const faces = body.filter((member) => member.type !== 'Constructor' && isPublic(member));
  return [...new Set(faces.flatMap((member) => ('key' in member && 'value' in member.key ? [String(member.key.value)] : [])))];
}

const isPublic = (member: ClassMember | TsTypeElement): boolean =>
  !('accessibility' in member && (member.accessibility === 'private' || member.accessibility === 'protected'));
