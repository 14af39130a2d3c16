// Central's TLS key and certificate, and their files.
#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <fstream>
#include <memory>

#include "sync/central/tls.h"
#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

std::unique_ptr<X509, decltype(&X509_free)> certificate_of(const TlsIdentity& identity) {
  BIO* memory = BIO_new_mem_buf(identity.certificate_pem.data(),
                                static_cast<int>(identity.certificate_pem.size()));
  X509* certificate = PEM_read_bio_X509(memory, nullptr, nullptr, nullptr);
  BIO_free(memory);
  return {certificate, X509_free};
}

}  // namespace

TEST_CASE("the TLS key is made once, for its owner only", "[tls]") {
  const Folder folder;
  Seeded random(1), other(2);
  const TlsIdentity made = MUST(load_or_make_tls(folder.path(), random));
  const TlsIdentity loaded = MUST(load_or_make_tls(folder.path(), other));
  CHECK(loaded.key_pem == made.key_pem);
  CHECK(loaded.certificate_pem == made.certificate_pem);
  CHECK(loaded.spki_sha256 == made.spki_sha256);
  CHECK(made.spki_sha256 != Hash{});
  struct stat found {};
  REQUIRE(::stat((folder / "tls.key").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    INFO(entry.path());
    CHECK(entry.path().extension() != ".new");
  }
}

TEST_CASE("keys differ, and one seed makes one key", "[tls]") {
  const Folder first, second, third;
  Seeded one(1), again(1), two(2);
  const Hash pin = MUST(load_or_make_tls(first.path(), one)).spki_sha256;
  CHECK(MUST(load_or_make_tls(second.path(), again)).spki_sha256 == pin);
  CHECK(MUST(load_or_make_tls(third.path(), two)).spki_sha256 != pin);
}

TEST_CASE("the certificate holds from 1970 to 2199, and the pin is of its key", "[tls]") {
  const Folder folder;
  Seeded random(3);
  const TlsIdentity identity = MUST(load_or_make_tls(folder.path(), random));
  const auto certificate = certificate_of(identity);
  REQUIRE(certificate);
  tm from{}, until{};
  REQUIRE(ASN1_TIME_to_tm(X509_get0_notBefore(certificate.get()), &from) == 1);
  REQUIRE(ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &until) == 1);
  CHECK(from.tm_year + 1900 == 1970);
  CHECK(until.tm_year + 1900 == 2199);
  CHECK(X509_verify(certificate.get(), X509_get0_pubkey(certificate.get())) == 1);
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(X509_get0_pubkey(certificate.get()), &der);
  CHECK(sha256({der, static_cast<size_t>(size)}) == identity.spki_sha256);
  OPENSSL_free(der);
}

TEST_CASE("a lost certificate is made again for the same key", "[tls]") {
  const Folder folder;
  Seeded random(4);
  const TlsIdentity before = MUST(load_or_make_tls(folder.path(), random));
  std::filesystem::remove(folder / "tls.crt");
  const TlsIdentity after = MUST(load_or_make_tls(folder.path(), random));
  CHECK(after.spki_sha256 == before.spki_sha256);
  CHECK(after.certificate_pem != before.certificate_pem);
}

TEST_CASE("a lost or damaged key is told, and nothing is made in its place", "[tls]") {
  const Folder folder;
  Seeded random(5);
  const TlsIdentity before = MUST(load_or_make_tls(folder.path(), random));
  const std::string key = folder / "tls.key", certificate = folder / "tls.crt";
  const auto failed = [&](Failure failure, const std::string& named) {
    const std::string key_before = read(key), certificate_before = read(certificate);
    const auto result = load_or_make_tls(folder.path(), random);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().failure == failure);
    CHECK(result.error().message.find(named) != std::string::npos);
    CHECK(read(key) == key_before);
    CHECK(read(certificate) == certificate_before);
  };
  SECTION("the key is gone") {
    std::filesystem::remove(key);
    failed(Failure::absent, "tls.key");
  }
  SECTION("the key is empty") {
    write(key, "");
    failed(Failure::corrupt, "tls.key");
  }
  SECTION("the key is cut short") {
    write(key, before.key_pem.substr(0, before.key_pem.size() / 2));
    failed(Failure::corrupt, "tls.key");
  }
  SECTION("a bit of the key is another") {
    std::string text = before.key_pem;
    text[text.size() / 2] = text[text.size() / 2] == 'A' ? 'B' : 'A';
    write(key, text);
    failed(Failure::corrupt, "");
  }
  SECTION("the certificate is zeroed") {
    write(certificate, std::string(before.certificate_pem.size(), '\0'));
    failed(Failure::corrupt, "tls.crt");
  }
  SECTION("the certificate belongs to another key") {
    const Folder other;
    write(certificate, MUST(load_or_make_tls(other.path(), random)).certificate_pem);
    failed(Failure::corrupt, "tls.crt");
  }
  SECTION("others may read the key") {
    REQUIRE(::chmod(key.c_str(), 0640) == 0);
    failed(Failure::refused, "chmod 600");
  }
}

TEST_CASE("a directory that cannot be written to is named", "[tls]") {
  Seeded random(6);
  const auto result = load_or_make_tls("/proc/no-such-directory", random);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().message.find("/proc/no-such-directory/tls.key") != std::string::npos);
}
