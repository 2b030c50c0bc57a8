// Seals and opens with the `age-encryption` package: node age.mjs VERB KEY IN OUT
import { readFile, writeFile } from "node:fs/promises";
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";

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
