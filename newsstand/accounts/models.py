"""Every account is a user: reader, contributor, moderator and advertiser are what a user does."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from newsstand.algorithms.user_names import name_key

LONGEST_KEY = 400


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class NameKey(models.CharField):  # type: ignore[type-arg]
    """What the eye takes a user's name for, made from `name` whenever the row is saved.

    A user who was here before somebody looked at names may look like another: then theirs ends in "~" and a number,
    and stays so as long as the name does.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002
        name, held = str(getattr(model_instance, "name", "")), str(getattr(model_instance, self.attname) or "")
        key = key_of(name)
        if held != key and not held.startswith(f"{key}~"):
            setattr(model_instance, self.attname, key)
            return key
        return held


def key_of(name: str) -> str:
    """The key of a name as it is stored."""
    return (name_key(name) or f"?{name.lower()}")[:LONGEST_KEY]


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signed up. `name` is what others see; `is_staff` makes an editor, `is_moderator` a moderator,
    `is_cashier` who keeps the books of advertising.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=60)
    name_key = NameKey(max_length=LONGEST_KEY + 20, unique=True, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("editor", default=False)
    is_moderator = models.BooleanField("moderator", default=False)
    is_cashier = models.BooleanField("cashier", default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_an_email"),
            models.UniqueConstraint(Lower("name"), name="one_account_a_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_user_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/user/{self.pk}"

    @property
    def is_editor(self) -> bool:
        """Whether they may decide about publishers and applications."""
        return self.is_staff and self.is_active

    @property
    def moderates(self) -> bool:
        """Whether they may decide about what others wrote: moderators do, and editors."""
        return (self.is_moderator or self.is_staff) and self.is_active

    @property
    def keeps_books(self) -> bool:
        """Whether they see advertisers' money and what is owed: cashiers do. Editors do not: they are the newsroom."""
        return (self.is_cashier or self.is_superuser) and self.is_active


class FormerName(models.Model):
    """A name that a user had: nobody else gets it for a while, so that nobody is taken for them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=LONGEST_KEY + 20, db_index=True)
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Block(models.Model):
    """A user does not want to hear of another.

    Muted: what the other writes is folded away for them, and no notice or mail tells of it. Blocked: the other may also
    not answer or mention them. The other is not told of either.
    """

    class Kind(models.TextChoices):
        MUTE = "mute", "muted"
        BLOCK = "block", "blocked"

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    of = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocked_by")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "of"], name="one_block_a_pair"),
            models.CheckConstraint(condition=~models.Q(by=models.F("of")), name="nobody_blocks_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.by} has {self.of} {self.get_kind_display()}"


class Profile(models.Model):
    """What a user says of themselves on `/user/<number>`, and what they show there. Who has no row says nothing.

    `is_removed`: a moderator took the words away; nobody sees them until they are others.
    """

    LONGEST: ClassVar[int] = 300

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    about = models.CharField(max_length=LONGEST, blank=True)
    shows_follows = models.BooleanField(default=False)
    is_removed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"profile of {self.user}"
