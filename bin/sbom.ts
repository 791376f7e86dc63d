import { writeFileSync } from 'node:fs';
import { billOfMaterials } from '../tools/package/bill-of-materials';

/** `npm run sbom [-- file]`: writes sbom.json, a bill of materials (CycloneDX) of what the functions are made from. */
const [, , file = 'sbom.json'] = process.argv;
writeFileSync(file, `${JSON.stringify(billOfMaterials(), undefined, 2)}\n`);
