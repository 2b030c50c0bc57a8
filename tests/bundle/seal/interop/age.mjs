// Seals and opens with the `age-encryption` package: node age.mjs VERB KEY IN OUT
import { webcrypto } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

// Node 18 keeps it in a module; the package looks for it where browsers and later versions have it.
globalThis.crypto ??= webcrypto;
const { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } = await import("age-encryption");

const [verb, key, source, target] = process.argv.slice(2);

async function seal(prepare) {
  const encrypter = new Encrypter();
  prepare(encrypter);
  return encrypter.encrypt(await readFile(source));
}

async function open(prepare) {
  const decrypter = new Decrypter();
  prepare(decrypter);
  return decrypter.decrypt(await readFile(source));
}

const verbs = {
  "seal": () => seal((age) => key.split(",").forEach((recipient) => age.addRecipient(recipient))),
  "seal-password": () => seal((age) => age.setPassphrase(key)),
  "open": () => open((age) => age.addIdentity(key)),
  "open-password": () => open((age) => age.addPassphrase(key)),
};

if (verb === "generate") {
  const identity = await generateHybridIdentity();
  console.log(identity, await identityToRecipient(identity));
} else {
  await writeFile(target, await verbs[verb]());
}
