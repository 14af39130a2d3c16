#include "sync/programme/messages.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "sync/programme/moments.h"

namespace otmetka::programme {
namespace {

/// Empty for a picture that is not there.
std::string hash_of(const std::string& picture, const PictureHashes& pictures) {
  const auto found = pictures.find(picture);
  return found == pictures.end() ? std::string() : std::string(as_text(found->second));
}

payload::Figure figure_message(const Package::Figure& figure) {
  payload::Figure message;
  message.set_value(figure.value);
  message.set_approximate(figure.approximate);
  message.set_at_least(figure.at_least);
  *message.mutable_unit() = text_message(figure.unit);
  *message.mutable_label() = text_message(figure.label);
  *message.mutable_source() = text_message(figure.source);
  message.set_as_of(figure.as_of);
  return message;
}

}  // namespace

payload::Text text_message(const Package::Text& text) {
  payload::Text message;
  message.set_ru(text.ru);
  message.set_tt(text.tt);
  message.set_ky(text.ky);
  message.set_en(text.en);
  return message;
}

payload::Venue venue_message(const Package::Venue& venue, const PictureHashes& pictures) {
  payload::Venue message;
  message.set_name(venue.name);
  *message.mutable_title() = text_message(venue.title);
  *message.mutable_about() = text_message(venue.about);
  *message.mutable_address() = text_message(venue.address);
  message.set_zone(venue.zone);
  message.set_latitude(venue.latitude);
  message.set_longitude(venue.longitude);
  message.set_picture(hash_of(venue.picture, pictures));
  message.set_plan(hash_of(venue.plan, pictures));
  message.set_without_public_name(!venue.public_name);
  return message;
}

payload::Venue brief_of(const payload::Venue& venue) {
  payload::Venue brief = venue;
  brief.clear_about();
  brief.clear_picture();
  brief.clear_plan();
  return brief;
}

payload::Hall hall_message(const Package::Hall& hall) {
  payload::Hall message;
  message.set_name(hall.name);
  *message.mutable_title() = text_message(hall.title);
  message.set_floor(hall.floor);
  message.set_placed(hall.place.has_value());
  message.set_x(hall.place ? hall.place->x : 0);
  message.set_y(hall.place ? hall.place->y : 0);
  return message;
}

payload::Exhibit exhibit_message(const Package::Exhibit& exhibit, const PictureHashes& pictures) {
  payload::Exhibit message;
  message.set_name(exhibit.name);
  message.set_hall(exhibit.hall);
  *message.mutable_title() = text_message(exhibit.title);
  *message.mutable_about() = text_message(exhibit.about);
  message.set_picture(hash_of(exhibit.picture, pictures));
  for (const Package::Figure& figure : exhibit.figures) {
    *message.add_figures() = figure_message(figure);
  }
  return message;
}

Result<std::vector<payload::Shown>> shown_messages(const std::vector<Package::Shown>& shown,
                                                   int64_t start_day, int32_t last_day,
                                                   const std::string& zone) {
  std::vector<payload::Shown> out;
  for (const Package::Shown& each : shown) {
    const int32_t first = each.day == 0 ? 1 : each.day, last = each.day == 0 ? last_day : each.day;
    for (int32_t day = first; day <= last; ++day) {
      const int64_t date = start_day + day - 1;
      const bool whole = each.end_minute == 0;
      payload::Shown& message = out.emplace_back();
      message.set_from(TRY(moment(date, each.start_minute, zone)));
      message.set_until(
          TRY(whole ? moment(date + 1, 0, zone) : moment(date, each.end_minute, zone)));
    }
  }
  return out;
}

payload::PersonName name_message(const Package::Person& person) {
  payload::PersonName message;
  message.set_family(person.family);
  message.set_given(person.given);
  message.set_patronymic(person.patronymic);
  message.set_latin(person.latin);
  if (person.organisation.said()) {
    *message.mutable_organisation() = text_message(person.organisation);
  }
  if (person.post.said()) *message.mutable_post() = text_message(person.post);
  return message;
}

Bytes serialized(const google::protobuf::MessageLite& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }  // the coded stream hands its last bytes over when it ends
  return Bytes(bytes.begin(), bytes.end());
}

}  // namespace otmetka::programme
