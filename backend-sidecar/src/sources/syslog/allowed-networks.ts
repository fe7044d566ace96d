import { BlockList, isIP } from 'node:net';

/** Whether an address may send. IPv4 addresses that come over an IPv6 socket count as what they are. */
export type AddressFilter = (address: string) => boolean;

/**
 * Reads networks such as `10.0.0.0/8`, `fd00::/8` or single addresses.
 * Returns the text that is none, when there is one.
 */
export function allowedNetworks(networks: readonly string[]): AddressFilter | { readonly problem: string } {
  const list = new BlockList();
  for (const network of networks) if (!add(list, network)) return { problem: network };
  return (address) => {
    const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
    return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
}

function add(list: BlockList, network: string): boolean {
  const [address = '', length, ...more] = network.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (length === undefined) list.addAddress(address, family);
  else {
    const bits = Number(length);
    if (!/^\d{1,3}$/.test(length) || bits > (version === 6 ? 128 : 32)) return false;
    list.addSubnet(address, bits, family);
  }
  return true;
}
