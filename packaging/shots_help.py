"""Help for the pictures: the guides, what a search finds, a guide at its beginning and further down, what is new."""

from collections.abc import Iterator

from shots_camera import Camera


def helped(camera: Camera) -> Iterator[str]:
    """All of it, from the sidebar."""
    desk = camera.rooms.help
    camera.window.nav["help"].click()
    yield "help"
    desk.screen.field.setText("no sound")
    desk.screen.look()
    yield "help-found"
    desk.open_guide("first-week")
    camera.settle()
    yield "guide"
    for name, guide, heading in (
        ("picture", "first-week", "A session, step by step"),
        ("keys", "standing-by", "Keys"),
        ("clinic", "in-clinic", "Programmes and their evidence"),
    ):
        desk.open_guide(guide)
        camera.settle()
        desk.page.text.go_to(heading)
        yield f"guide-{name}"
    desk.show_news()
    camera.settle()
    yield "guide-news"
    camera.desk.show_today()
