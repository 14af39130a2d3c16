// sync/central/tls.cpp - the two files, and the little of X.509 that they need.
#include "sync/central/tls.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

namespace otmetka {
namespace {

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;
using Group = std::unique_ptr<EC_GROUP, Freed<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Freed<EC_POINT_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_clear_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;

// GeneralizedTime; OpenSSL turns it into the form that X.509 wants for its year.
constexpr const char* valid_from = "19700101000000Z";
constexpr const char* valid_until = "21991231235959Z";

Error openssl_error(const std::string& what) {
  char reason[256] = "no reason given";
  if (const unsigned long code = ERR_get_error()) ERR_error_string_n(code, reason, sizeof reason);
  ERR_clear_error();
  return fail(Failure::io, fmt::format("{}: {}", what, reason));
}

Error system_error(const std::string& path) {
  const Failure failure = errno == ENOSPC || errno == EDQUOT ? Failure::full : Failure::io;
  return fail(failure, fmt::format("{}: {}", path, std::strerror(errno)));
}

// ---- files ----

// Nothing when there is no such file.
Result<std::optional<std::string>> read_file(const std::string& path, bool secret) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::optional<std::string>();
  if (file < 0) return system_error(path);
  struct stat found {};
  std::string text;
  char part[4096];
  ssize_t size = ::fstat(file, &found) == 0 ? 1 : -1;
  while (size > 0 && text.size() < 64 * 1024) {
    size = ::read(file, part, sizeof part);
    if (size > 0) text.append(part, static_cast<size_t>(size));
  }
  const Error failed = system_error(path);
  ::close(file);
  if (size < 0) return failed;
  if (secret && (found.st_mode & 077) != 0) {
    return fail(Failure::refused,
                fmt::format("{} may be read by others than its owner: chmod 600 it", path));
  }
  return std::optional<std::string>(std::move(text));
}

Status write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(file, text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return fail(Failure::io, "");
    text.remove_prefix(static_cast<size_t>(size));
  }
  return done();
}

// After a power cut there is the whole file or none.
Status make_file(const std::string& directory, const std::string& name, std::string_view text,
                 mode_t mode) {
  const std::string path = directory + "/" + name;
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());  // a rest of an interrupted attempt may have another mode
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return system_error(fresh);
  if (!write_all(file, text) || ::fsync(file) != 0) {
    const Error failed = system_error(fresh);
    ::close(file);
    ::unlink(fresh.c_str());
    return failed;
  }
  ::close(file);
  if (::rename(fresh.c_str(), path.c_str()) != 0) return system_error(path);
  const int folder = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return system_error(directory);
  const bool synced = ::fsync(folder) == 0;
  const Error failed = system_error(directory);
  ::close(folder);
  if (!synced) return failed;
  return done();
}

// ---- PEM ----

template <auto Write, typename T>
Result<std::string> to_pem(T* object) {
  const Memory memory(BIO_new(BIO_s_mem()));
  if (!memory || Write(memory.get(), object) != 1) return openssl_error("writing PEM");
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

int write_key(BIO* to, EVP_PKEY* key) {
  return PEM_write_bio_PKCS8PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr);
}

Memory reader_of(const std::string& text) {
  return Memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Result<PrivateKey> read_key(const std::string& path, const std::string& text) {
  const Memory memory = reader_of(text);
  // No password is ever asked for at a terminal: central starts without a person.
  char no_password[] = "";
  PrivateKey key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, no_password));
  ERR_clear_error();
  if (key) return key;
  return fail(
      Failure::corrupt,
      fmt::format("{} is damaged: put it back from a backup, or remove it and tls.crt: another "
                  "key is made, and kiosks that know this central's signing key follow",
                  path));
}

Result<Certificate> read_certificate(const std::string& path, const std::string& text) {
  const Memory memory = reader_of(text);
  Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (certificate) return certificate;
  return fail(Failure::corrupt,
              fmt::format("{} is damaged: remove it, and central makes another for the same key; "
                          "kiosks will not notice",
                          path));
}

// ---- making ----

// A key of our own randomness, so that a seeded run makes the same key again.
Result<Number> secret_number(const EC_GROUP* group, Random& random) {
  for (;;) {
    std::array<uint8_t, 32> drawn = random.bytes<32>();
    Number number(BN_bin2bn(drawn.data(), static_cast<int>(drawn.size()), nullptr));
    OPENSSL_cleanse(drawn.data(), drawn.size());
    if (!number) return openssl_error("making a TLS key");
    const bool in_range =
        !BN_is_zero(number.get()) && BN_cmp(number.get(), EC_GROUP_get0_order(group)) < 0;
    if (in_range) return number;  // all but one in 2^32 are
  }
}

Result<PrivateKey> make_key(Random& random) {
  const Error failed = fail(Failure::io, "making a TLS key: OpenSSL refused");
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  if (!group) return failed;
  const Number secret = TRY(secret_number(group.get(), random));
  const Point point(EC_POINT_new(group.get()));
  std::array<uint8_t, 65> open{};  // 04, x, y
  const bool multiplied =
      point &&
      EC_POINT_mul(group.get(), point.get(), secret.get(), nullptr, nullptr, nullptr) == 1 &&
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, open.data(),
                         open.size(), nullptr) == open.size();
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  const bool described =
      multiplied && builder &&
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) &&
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, open.data(),
                                       open.size()) &&
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret.get());
  const Params params(described ? OSSL_PARAM_BLD_to_param(builder.get()) : nullptr);
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) != 1) {
    return openssl_error("making a TLS key");
  }
  return PrivateKey(key);
}

bool add_extension(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  const bool added = extension != nullptr && X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

bool describe(X509* certificate, EVP_PKEY* key, Random& random) {
  std::array<uint8_t, 16> serial = random.bytes<16>();
  serial[0] = static_cast<uint8_t>((serial[0] & 0x7f) | 0x40);  // positive, never zero
  const Number number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* common = reinterpret_cast<const unsigned char*>("otmetka-central");
  return number && X509_set_version(certificate, X509_VERSION_3) == 1 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr &&
         ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), valid_from) == 1 &&
         ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), valid_until) == 1 &&
         X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
         add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
         add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
         add_extension(certificate, NID_subject_alt_name, "DNS:otmetka-central");
}

Result<Certificate> make_certificate(EVP_PKEY* key, Random& random) {
  Certificate certificate(X509_new());
  if (!certificate || !describe(certificate.get(), key, random) ||
      X509_sign(certificate.get(), key, EVP_sha256()) == 0) {
    return openssl_error("making a TLS certificate");
  }
  return certificate;
}

Result<Hash> pin_of(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) return openssl_error("reading the public half of the TLS key");
  const Hash pin = sha256({der, static_cast<size_t>(size)});
  OPENSSL_free(der);
  return pin;
}

}  // namespace

Result<TlsIdentity> load_or_make_tls(const std::string& directory, Random& random) {
  const std::string key_path = directory + "/tls.key", certificate_path = directory + "/tls.crt";
  std::optional<std::string> key_pem = TRY(read_file(key_path, true));
  std::optional<std::string> certificate_pem = TRY(read_file(certificate_path, false));
  if (!key_pem && certificate_pem) {
    return fail(Failure::absent,
                fmt::format("{} is missing though {} is there: put the key back from a backup, or "
                            "remove the certificate too: another key is made, and kiosks that know "
                            "this central's signing key follow",
                            key_path, certificate_path));
  }
  if (!key_pem) {
    const PrivateKey made = TRY(make_key(random));
    key_pem = TRY(to_pem<write_key>(made.get()));
    TRY(make_file(directory, "tls.key", *key_pem, 0600));
  }
  const PrivateKey key = TRY(read_key(key_path, *key_pem));
  if (!certificate_pem) {
    const Certificate made = TRY(make_certificate(key.get(), random));
    certificate_pem = TRY(to_pem<PEM_write_bio_X509>(made.get()));
    TRY(make_file(directory, "tls.crt", *certificate_pem, 0644));
  }
  const Certificate certificate = TRY(read_certificate(certificate_path, *certificate_pem));
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    ERR_clear_error();
    return fail(Failure::corrupt,
                fmt::format("{} is not the certificate of {}: remove it, and central makes one for "
                            "the key; or put back the key that belongs to it",
                            certificate_path, key_path));
  }
  return TlsIdentity{std::move(*key_pem), std::move(*certificate_pem), TRY(pin_of(key.get()))};
}

}  // namespace otmetka
