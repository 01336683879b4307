import path from "node:path";
import { CertificateSources, definePlugin } from "#kernel";
import { Examinations } from "../doctor/contract.ts";
import { AcmeAuthority } from "./acme.ts";
import { CertificateCache } from "./cache.ts";
import { certificateExamination } from "./examination.ts";
import { CertificateKeeper } from "./keeper.ts";
import { namesOf } from "./names.ts";
import { wwwRedirect } from "./www-redirect.ts";

const letsEncrypt = "https://acme-v02.api.letsencrypt.org/directory";

export default definePlugin({
  name: "certificates",
  summary: "Certificates for the domains of `serve`: gets them from Let's Encrypt, keeps and renews them.",

  setup(scope) {
    const folder = path.join(scope.config.dir, ".autocert_cache");
    scope.contribute(Examinations, certificateExamination(folder));
    scope.contribute(CertificateSources, {
      async open(domains) {
        const names = namesOf(domains);
        const cache = new CertificateCache(folder);
        const authority = new AcmeAuthority(process.env.ISOBASE_ACME_DIRECTORY || letsEncrypt, cache);
        const keeper = new CertificateKeeper({
          names: names.all,
          cache,
          log: scope.log,
          tell: (line) => void process.stderr.write(`${line}\n`),
          obtain: (name) => authority.obtain(name),
        });
        await keeper.load();
        scope.defer(() => keeper.stop());
        if (names.redirected.size > 0) scope.middleware(wwwRedirect(names.redirected));
        return {
          start: () => keeper.start(),
          contextOf: (name) => keeper.contextOf(name),
          proofAt: (path) => authority.proofAt(path),
        };
      },
    });
  },
});
