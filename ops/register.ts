import type { Command } from 'commander';
import type { Parts } from './job';

/** Adds one command, or one group of commands. */
export type Register = (program: Command, parts: Parts) => void;
