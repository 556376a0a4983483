// Lists the licences of everything that is served or packed; ends with 1 where one is not allowed.
import { isAllowed, lockedPackages } from './supply';

const shipped = lockedPackages().filter(({ isShipped }) => isShipped);
for (const { name, version, license = 'no licence declared' } of shipped) {
  console.log(`${isAllowed(license) ? ' ' : '!'} ${name} ${version}: ${license}`);
}
const refused = shipped.filter(({ license }) => !isAllowed(license));
console.log(`${shipped.length} packages; ${refused.length} of them under a licence that is not allowed.`);
process.exitCode = refused.length > 0 ? 1 : 0;
