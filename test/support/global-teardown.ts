import { rmSync } from 'node:fs';
import { BUILT } from './built';

export default function remove(): void {
  const folder = process.env[BUILT];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
