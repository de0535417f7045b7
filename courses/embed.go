// Package courses carries the competence frameworks and the courses that ship with the binary.
// They are sources that propose versions; what people see is served from the versions that were published.
package courses

import "embed"

// FS holds standards/ (frameworks, crosswalk and their JSON Schemas) and one folder per shipped course.
//
//go:embed standards an-toan-thong-tin chuyen-doi-so-can-bo chuyen-trach-so ky-nang-so-co-ban ky-nang-so-to-cnscd mot-gio-chuyen-doi-so
//go:embed nhan-thuc-lanh-dao soan-khoa-hoc thuong-mai-dien-tu-htx tri-tue-nhan-tao
var FS embed.FS
