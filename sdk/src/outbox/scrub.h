#pragma once
#include <cstddef>
#include <span>

namespace waymark::outbox {

/// Masks in JSON text, in place, what looks like personal data or like a secret, and returns how long the text is now. It stays JSON of the
/// same shape: up to three asterisks stand in a text, 0 for a number. Masked are
/// - e-mail addresses (RFC 5321, also with `%40`) and JSON Web Tokens (RFC 7519);
/// - phone numbers of 8 to 15 digits with their plus (E.164), and of 10 to 12 with parentheses;
/// - card numbers of 14 to 19 digits whose Luhn check holds (ISO/IEC 7812-1), but for members whose name ends in `id`, `sku` and the like;
/// - values of members and query parameters whose name ends in a word such as `email`, `phoneNumber`, `access_token`, and click ids;
/// - what follows `/reset/`, `/confirm-email/` and the like in a path, when it has a digit and 8 characters or more.
/// What is personal without looking so, as a name, is not found.
[[nodiscard]] std::size_t scrub(std::span<char> json);

}  // namespace waymark::outbox
