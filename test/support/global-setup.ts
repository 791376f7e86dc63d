import { keptBundle } from '../../lib/function/kept-bundle';

/** Before the first test of a run: both bundles, so that no two test files bundle side by side. */
export default function makeBundles(): void {
  keptBundle('with-attempt-limit');
  keptBundle('without-limit');
}
